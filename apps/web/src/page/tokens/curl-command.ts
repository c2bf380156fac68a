import type { TokenDraft } from './token-draft.js'
import { tokenOptions } from './token-options.js'

const CHAT = 'https://chat.stream-io-api.com'
const VIDEO = 'https://video.stream-io-api.com'

/** A cURL command that tries the token at Stream; the shell fills in the API key. */
export function curlCommand(draft: TokenDraft, token: string): string {
  return [
    `curl -G '${target(draft)}' \\`,
    '  --data-urlencode "api_key=$STREAM_API_KEY" \\',
    ...(draft.kind === 'server' || draft.kind === 'call' ? [] : [`  ${filterOf(draft.userId)} \\`]),
    "  -H 'stream-auth-type: jwt' \\",
    `  -H 'Authorization: ${token}'`,
  ].join('\n')
}

function target(draft: TokenDraft): string {
  if (draft.kind === 'server') return `${CHAT}/app`
  if (draft.kind !== 'call') return `${CHAT}/users`
  const [type = '', id = ''] = tokenOptions(draft).callCids?.[0]?.split(':', 2) ?? []
  return `${VIDEO}/api/v2/video/call/${segment(type)}/${segment(id)}`
}

/** Asks for the user of the token: every user may. The id is of letters, digits, @, _ and -, so it needs no quoting. */
function filterOf(userId: string): string {
  return `--data-urlencode 'payload={"filter_conditions":{"id":"${userId}"}}'`
}

/** Also without the quote, which would end the shell's string. */
function segment(text: string): string {
  return encodeURIComponent(text).replaceAll("'", '%27')
}
