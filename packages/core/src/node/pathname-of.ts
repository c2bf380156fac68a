/** The path of a request's target, without the query; a target in absolute form loses its host. */
export function pathnameOf({ url = '/' }: { readonly url?: string | undefined }): string {
  if (url.startsWith('/')) return url.split(/[?#]/, 1).join()
  return URL.canParse(url) ? new URL(url).pathname : url
}
