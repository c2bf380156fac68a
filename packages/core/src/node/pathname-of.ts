/**
 * Scheme and authority of a target in absolute form. Only a plain host counts: others, such as `h;x`, end earlier for the
 * parser that frameworks use, so that they route by a longer path.
 */
const ORIGIN = /^https?:\/\/(?:[\w.:-]*@)?(?:[\w.-]+|\[[\da-f:.]+\])(?::\d*)?(?=[/?#]|$)/i

/**
 * Returns the path of a request's target, without the query, as text: nothing is resolved or decoded. It is the path that
 * frameworks route by, so that no target reaches the endpoint past the middleware of another path.
 */
export function pathnameOf({ url = '/' }: { readonly url?: string | undefined }): string {
  const target = url.startsWith('/') ? url : url.replace(ORIGIN, '')
  const end = target.search(/[?#]/)
  const path = end === -1 ? target : target.slice(0, end)
  // Without a path, HTTP means the root (RFC 9110 section 4.2.3).
  return path === '' ? '/' : path
}
