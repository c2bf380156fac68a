import type { ReactNode } from 'react'
import { guestId } from './guest-id.js'
import type { TokenDraft } from './token-draft.js'

/** The field for the user's id. A guest's is random. */
export function UserIdField({
  draft,
  onChange,
}: {
  draft: TokenDraft
  onChange: (part: Partial<TokenDraft>) => void
}): ReactNode {
  return (
    <div className="field">
      <label htmlFor="user-id">User id</label>
      <input
        id="user-id"
        className="input"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        required
        value={draft.userId}
        aria-describedby="user-id-hint"
        onChange={({ target }) => onChange({ userId: target.value })}
      />
      <p className="small" id="user-id-hint">
        Letters, digits, @, _ and -.
      </p>
      {draft.kind === 'guest' && (
        <button className="button quiet" type="button" onClick={() => onChange({ userId: guestId() })}>
          New random id
        </button>
      )}
    </div>
  )
}
