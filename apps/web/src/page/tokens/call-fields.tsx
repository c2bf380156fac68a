import type { ReactNode } from 'react'
import type { TokenDraft } from './token-draft.js'

/** The fields of a call token. */
export function CallFields({
  draft,
  onChange,
}: {
  draft: TokenDraft
  onChange: (part: Partial<TokenDraft>) => void
}): ReactNode {
  return (
    <>
      <div className="field">
        <label htmlFor="calls">Calls</label>
        <input
          id="calls"
          className="input"
          autoComplete="off"
          spellCheck={false}
          required
          value={draft.calls}
          aria-describedby="calls-hint"
          onChange={({ target }) => onChange({ calls: target.value })}
        />
        <p className="small" id="calls-hint">
          Each as type:id, such as default:standup. Put commas between several.
        </p>
      </div>
      <div className="field">
        <label htmlFor="role">Role in these calls (optional)</label>
        <input
          id="role"
          className="input"
          autoComplete="off"
          value={draft.role}
          onChange={({ target }) => onChange({ role: target.value })}
        />
      </div>
    </>
  )
}
