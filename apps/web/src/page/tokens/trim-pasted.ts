/** Returns the token in what somebody has pasted: without white space, quotes, a header's name and the word Bearer. */
export function trimPasted(pasted: string): string {
  const text = pasted.trim()
  const json = /"token"\s*:\s*"([^"]+)"/.exec(text)?.[1]
  return (json ?? text)
    .replace(/^authorization:\s*/i, '')
    .replace(/^bearer\s+/i, '')
    .replace(/^["']|["'],?$/g, '')
    .replace(/\s+/g, '')
}
