import type { TokenDraft } from './token-draft.js'
import { tokenOptions } from './token-options.js'

/** The code that makes the same kind of token on a server. It never contains the secret. */
export function createTokenCode(draft: TokenDraft): string {
  const options = draft.kind === 'developer' ? '{ devTokens: true }' : ''
  return [
    "import { createTokenProvider } from '@stream-token/core'",
    '',
    '// Reads STREAM_API_KEY and STREAM_API_SECRET.',
    `const provider = createTokenProvider(${options})`,
    `const token = ${call(draft)}`,
  ].join('\n')
}

function call(draft: TokenDraft): string {
  switch (draft.kind) {
    case 'server':
      return 'await provider.createServerToken()'
    case 'developer':
      return `provider.createDevToken?.(${quoted(draft.userId)})`
    default:
      return `await provider.createToken(${quoted(draft.userId)}, ${literal(tokenOptions(draft))})`
  }
}

function literal(options: object): string {
  const members = Object.entries(options).map(([name, value]) => `${name}: ${valueText(value)}`)
  return `{ ${members.join(', ')} }`
}

function valueText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(valueText).join(', ')}]`
  return typeof value === 'string' ? quoted(value) : JSON.stringify(value)
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`
}
