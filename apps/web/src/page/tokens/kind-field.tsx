import type { ReactNode } from 'react'
import { guestId } from './guest-id.js'
import type { TokenDraft } from './token-draft.js'
import { TOKEN_KINDS, type TokenKind } from './token-kind.js'

/** The choice of the kind of token. */
export function KindField({
  kind,
  onChange,
}: {
  kind: TokenKind
  onChange: (part: Partial<TokenDraft>) => void
}): ReactNode {
  const about = TOKEN_KINDS.find(({ id }) => id === kind)?.about
  return (
    <fieldset className="targets" aria-describedby="kind-about">
      <legend>Kind</legend>
      <div className="targets-list">
        {TOKEN_KINDS.map(({ id, label }) => (
          <label key={id} className="target">
            <input
              type="radio"
              name="kind"
              checked={id === kind}
              onChange={() => onChange({ kind: id, ...(id === 'guest' && { userId: guestId() }) })}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
      <p className="small" id="kind-about">
        {about}
      </p>
    </fieldset>
  )
}
