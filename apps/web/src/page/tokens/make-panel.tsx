import { type FormEvent, type ReactNode, useState } from 'react'
import { errorText } from '../error-text.js'
import { SourceLink } from '../source-link.js'
import { CallFields } from './call-fields.js'
import { ExpiryField } from './expiry-field.js'
import { KindField } from './kind-field.js'
import { MadeToken } from './made-token.js'
import { makeToken } from './make-token.js'
import { EMPTY_DRAFT, type TokenDraft } from './token-draft.js'
import { UserIdField } from './user-id-field.js'

interface Made {
  readonly draft: TokenDraft
  readonly secret: string
  readonly token?: string
  readonly error?: string
}

/** The panel that makes a token. */
export function MakePanel({ secret }: { secret: string }): ReactNode {
  const [draft, setDraft] = useState(EMPTY_DRAFT)
  const [made, setMade] = useState<Made>()
  const change = (part: Partial<TokenDraft>): void => setDraft({ ...draft, ...part })

  const make = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    try {
      setMade({ draft, secret, token: await makeToken(draft, secret) })
    } catch (error) {
      setMade({ draft, secret, error: errorText(error) })
    }
  }

  // What was made from other values is not shown beside these.
  const shown = made?.draft === draft && made.secret === secret ? made : undefined
  const hasUser = draft.kind !== 'server'
  const hasLifetime = hasUser && draft.kind !== 'developer'
  return (
    <section className="panel" aria-labelledby="make-title">
      <h2 id="make-title">Make a token</h2>
      <form className="fields" onSubmit={event => void make(event)}>
        <KindField kind={draft.kind} onChange={change} />
        {hasUser && <UserIdField draft={draft} onChange={change} />}
        {draft.kind === 'call' && <CallFields draft={draft} onChange={change} />}
        {hasLifetime && <ExpiryField draft={draft} onChange={change} />}
        <button className="button" type="submit">
          Make the token
        </button>
      </form>
      <div role="status">
        {shown?.error !== undefined && <p className="notice">{shown.error}</p>}
        {shown?.token !== undefined && <p className="small">The token is made. It appears below.</p>}
      </div>
      {shown?.token !== undefined && <MadeToken draft={shown.draft} token={shown.token} />}
      <SourceLink of="mint" label="Code" />
    </section>
  )
}
