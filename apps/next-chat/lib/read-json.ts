/**
 * Reads a JSON body; returns undefined for other types and invalid JSON. A form of another site can send text, but not
 * `application/json`, so it cannot sign a visitor in as somebody else.
 */
export async function readJson(request: Request): Promise<unknown> {
  const [type] = (request.headers.get('content-type') ?? '').split(';', 1)
  if (type?.trim().toLowerCase() !== 'application/json') return undefined
  return request.json().catch(() => undefined)
}
