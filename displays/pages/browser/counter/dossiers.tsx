/** Codes of dossiers, scanned from receipts: sent with the end of the visit, kept for this ticket only. */
import { useSignal } from '../preact.ts'
import { addDossier, type Desk, dossiers, removeDossier } from './desk.ts'

export const dossierField = () => document.querySelector<HTMLInputElement>('.dossiers input')

export function Dossiers({ counter }: Desk) {
  const typed = useSignal('')
  if (counter.ticket?.state !== 'serving') return null
  return (
    <form
      class="dossiers"
      onSubmit={(event) => {
        event.preventDefault()
        // An empty line gives the keys back to the page.
        if (typed.value.trim() === '') dossierField()?.blur()
        addDossier(typed.value)
        typed.value = ''
      }}
    >
      <label>
        <span>Hồ sơ</span>
        <input
          value={typed.value}
          maxLength={60}
          autocomplete="off"
          spellcheck={false}
          placeholder="Quét hoặc gõ mã"
          onInput={(event) => {
            typed.value = event.currentTarget.value
          }}
        />
        <kbd>D</kbd>
      </label>
      <ul>
        {dossiers().map((code) => (
          <li key={code}>
            <button type="button" aria-label={`Bỏ mã ${code}`} onClick={() => removeDossier(code)}>
              {code} <i aria-hidden="true">×</i>
            </button>
          </li>
        ))}
      </ul>
    </form>
  )
}
