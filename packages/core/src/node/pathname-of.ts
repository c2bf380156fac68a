/** Returns the path of a request's target, without the query. A target in absolute form loses its origin. */
export function pathnameOf({ url = '/' }: { readonly url?: string | undefined }): string {
  if (url.startsWith('/')) {
    const end = url.search(/[?#]/)
    return end === -1 ? url : url.slice(0, end)
  }
  return URL.canParse(url) ? new URL(url).pathname : url
}
