/** The request of the curl line that a demo prints: `{ url, cookie }`, or `undefined` while the line is incomplete. */
export function tokenRequest(printed) {
  const match = /^curl -s -X POST (http:\S+) -H 'Cookie: ([^']+)'.*\r?\n/m.exec(printed)
  return match ? { url: match[1], cookie: match[2] } : undefined
}
