/** Opens a WebSocket to this page's own server. It can have no header, so that the token stands in its URL. */
export function openOwnSocket(path: string, token: string): WebSocket {
  const url = new URL(path, document.baseURI)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  url.searchParams.set('authorization', token)
  return new WebSocket(url)
}
