import { field } from './field.js'

/** Stream's error response. */
export interface StreamRefusal {
  readonly code: number
  readonly message: string
}

// The client adds this prefix to Stream's message when a WebSocket is refused.
const clientPrefix = /^WS failed with code \d+ and reason - /

/** Finds Stream's error response in an error of its client: in its fields, or as JSON in its message. */
export function streamRefusal(error: unknown): StreamRefusal | undefined {
  const message = field(error, 'message')
  return read(error) ?? (typeof message === 'string' ? read(parsed(message)) : undefined)
}

function read(value: unknown): StreamRefusal | undefined {
  const [code, message] = [field(value, 'code'), field(value, 'message')]
  if (typeof code !== 'number' || typeof message !== 'string') return undefined
  return { code, message: message.replace(clientPrefix, '') }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
