import { inspect } from 'node:util'

/** Every way in which a value is likely to reach a log or a client. */
export function printed(value: unknown): string {
  const forms = [String(value), inspect(value, { depth: 10 }), safeJson(value)]
  if (value instanceof Error) {
    const { message, stack, cause } = value
    forms.push(
      message,
      stack ?? '',
      inspect(cause),
      inspect(value, { depth: 10, showHidden: true }),
      safeJson({ ...value }),
    )
  }
  return forms.join('\n')
}

function safeJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? ''
  } catch (error) {
    // What a getter throws is printed too.
    return String(error)
  }
}
