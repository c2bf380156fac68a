import { same } from './same.js'

/** Names a difference between a body and the JSON that it must be; the order of names is the host's. */
export function sameJson(text: string, wanted: unknown): readonly string[] {
  return same('body', canonical(parse(text)), canonical(wanted))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
