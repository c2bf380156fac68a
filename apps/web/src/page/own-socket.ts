/** Opens a WebSocket to this page's server. Browsers cannot add headers to it, so the URL carries the token. */
export function openOwnSocket(path: string, token: string): WebSocket {
  const url = new URL(path, document.baseURI)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  url.searchParams.set('authorization', token)
  return new WebSocket(url)
}
