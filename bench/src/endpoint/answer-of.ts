import type { Exchange } from './exchange.js'

/** What an app answers to an exchange, with other headers where some are given: the status, and the JSON of a 200. */
export async function answerOf(
  url: string,
  { path, method, headers, body }: Exchange,
  other: Readonly<Record<string, string>> = {},
): Promise<{ readonly status: number; readonly json: Readonly<Record<string, unknown>> }> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { ...headers, ...other },
    ...(body !== undefined && { body }),
  })
  return { status: response.status, json: response.ok ? await response.json() : {} }
}
