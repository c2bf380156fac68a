import type { ReactNode } from 'react'
import { CopyButton } from '../copy-button.js'
import { RawToken } from '../raw-token.js'
import { createTokenCode } from './create-token-code.js'
import { curlCommand } from './curl-command.js'
import type { TokenDraft } from './token-draft.js'

/** A token that was made, to copy alone, as code or in a cURL command. */
export function MadeToken({ draft, token }: { draft: TokenDraft; token: string }): ReactNode {
  const [code, curl] = [createTokenCode(draft), curlCommand(draft, token)]
  return (
    <div className="made">
      <h3>The token</h3>
      <RawToken token={token} />
      <CopyButton label="Copy the token" text={token} />
      <h3>On your server</h3>
      <pre className="code-block">{code}</pre>
      <CopyButton label="Copy the code" text={code} />
      <h3>Try it at Stream</h3>
      <pre className="code-block">{curl}</pre>
      <CopyButton label="Copy as cURL" text={curl} />
    </div>
  )
}
