/** The words with which a visitor rates the finished visit, once. What was said is shown to nobody afterwards. */
import { post } from '../api.ts'
import { signal } from '../preact.ts'

const chosen = signal<number | null>(null)
const busy = signal(false)
const done = signal(false)
const said = signal<string | null>(null)

async function send(token: string): Promise<void> {
  if (chosen.value === null || busy.value) return
  busy.value = true
  said.value = null
  const answer = await post(`/api/t/${encodeURIComponent(token)}/rating`, { value: chosen.value })
  busy.value = false
  // After an answer that was lost, the same word was taken already.
  if (answer.ok || answer.error.refused === 'already-rated') done.value = true
  else said.value = answer.error.message.vi
}

export function Rating({ token, words, given }: { token: string; words: string[]; given: boolean }) {
  if (given || done.value)
    return (
      <section class="rating thanks" role="status">
        <p class="thank">Xin cảm ơn!</p>
        <p>Đánh giá đã được ghi nhận.</p>
      </section>
    )
  return (
    <form
      class="rating"
      onSubmit={(event) => {
        event.preventDefault()
        void send(token)
      }}
    >
      <fieldset disabled={busy.value}>
        <legend>
          Giao dịch đã kết thúc.
          <br />
          Xin đánh giá:
        </legend>
        {words.map((word, index) => (
          <label key={word} class={chosen.value === index + 1 ? 'chosen' : ''}>
            <input
              type="radio"
              name="rating"
              checked={chosen.value === index + 1}
              onChange={() => {
                chosen.value = index + 1
              }}
            />
            {word}
          </label>
        ))}
      </fieldset>
      {said.value && (
        <p class="refused" role="alert">
          {said.value}
        </p>
      )}
      <button type="submit" disabled={chosen.value === null || busy.value}>
        {busy.value ? 'Đang gửi…' : 'Gửi đánh giá'}
      </button>
      <p class="note">Một lần, trong hôm nay. Không ghi tên.</p>
    </form>
  )
}
