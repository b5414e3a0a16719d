/** Choices as large keys, and a ticket's story as two lists. */
import { busy, type Story } from './act.ts'

export type Choice = { key: string; words: string; note?: string; colour?: string; take(): void }
export function Choices({ list }: { list: Choice[] }) {
  return (
    <ul class="choices">
      {list.map(({ key, words, note, colour, take }) => (
        <li key={key}>
          <button
            type="button"
            disabled={busy.value}
            style={{ '--service': colour ?? 'transparent' }}
            onClick={take}
          >
            <span>{words}</span>
            {note && <small>{note}</small>}
          </button>
        </li>
      ))}
      {list.length === 0 && <li class="empty">Không có lựa chọn nào.</li>}
    </ul>
  )
}

export function Told({ story }: { story: Story }) {
  return (
    <div class="story">
      <ol>
        {story.lines.map(({ text }) => (
          <li key={text}>{text}</li>
        ))}
      </ol>
      <h3>{story.before.length === 0 ? 'Chưa có ai được gọi trước.' : 'Được gọi trước số này'}</h3>
      <ol>
        {story.before.map(({ text }) => (
          <li key={text}>{text}</li>
        ))}
      </ol>
    </div>
  )
}
