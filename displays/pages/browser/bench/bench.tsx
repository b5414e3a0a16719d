import '../base.css'
import { mount } from '../parts.tsx'
mount(<p>…</p>)
