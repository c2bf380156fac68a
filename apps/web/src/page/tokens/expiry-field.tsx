import type { ReactNode } from 'react'
import { EXPIRIES } from './expiry.js'
import type { TokenDraft } from './token-draft.js'

/** The choice of when the token expires. */
export function ExpiryField({
  draft,
  onChange,
}: {
  draft: TokenDraft
  onChange: (part: Partial<TokenDraft>) => void
}): ReactNode {
  return (
    <div className="field">
      <label htmlFor="expiry">Expires</label>
      <select
        id="expiry"
        className="input"
        value={draft.expiry}
        onChange={({ target }) => {
          const chosen = EXPIRIES.find(({ id }) => id === target.value)
          if (chosen !== undefined) onChange({ expiry: chosen.id })
        }}
      >
        {EXPIRIES.map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </select>
      {draft.expiry === 'date' && (
        <input
          className="input"
          type="datetime-local"
          aria-label="Date and time of the expiry"
          required
          value={draft.date}
          onChange={({ target }) => onChange({ date: target.value })}
        />
      )}
      {draft.expiry === 'never' && (
        <p className="small warning">
          If it leaks, only a revocation or a new secret ends it. Prefer a short lifetime and an endpoint.
        </p>
      )}
    </div>
  )
}
