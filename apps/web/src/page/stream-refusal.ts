import { field } from './field.js'

/** What Stream said when it refused. */
export interface StreamRefusal {
  readonly code: number
  readonly message: string
}

// The client says this much of a socket's refusal before it repeats what Stream said.
const clientsOwnWords = /^WS failed with code \d+ and reason - /

/** Finds Stream's refusal in what its client throws: an error's own fields, or JSON in its message. */
export function streamRefusal(error: unknown): StreamRefusal | undefined {
  const message = field(error, 'message')
  return read(error) ?? (typeof message === 'string' ? read(parsed(message)) : undefined)
}

function read(value: unknown): StreamRefusal | undefined {
  const [code, message] = [field(value, 'code'), field(value, 'message')]
  if (typeof code !== 'number' || typeof message !== 'string') return undefined
  return { code, message: message.replace(clientsOwnWords, '') }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
