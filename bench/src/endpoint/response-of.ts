import type { Exchange } from './exchange.js'

/** Sends an exchange to an app, with the given headers on top. Returns the status, and the JSON of a 200. */
export async function responseOf(
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
