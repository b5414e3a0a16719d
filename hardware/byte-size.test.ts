import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { byteSize, byteSizeVi } from './byte-size.ts'

const test = suite('sizes in bytes')
const sizes = [999_999_999, 1e9, 31.96e9, 0]

test('a size never says more than there is, with the comma of its language', () => {
  assert.equal(sizes.map(byteSize), ['999 MB', '1.0 GB', '31.9 GB', '0 MB'])
  assert.equal(sizes.map(byteSizeVi), ['999 MB', '1,0 GB', '31,9 GB', '0 MB'])
})

test.run()
