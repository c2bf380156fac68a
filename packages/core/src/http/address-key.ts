/**
 * Returns the rate limit key of a client's address: an IPv4 address (also if mapped into IPv6) as it is, and an IPv6
 * address cut to its first 64 bits, because one subscriber has such a network. A port, added by some proxies, is
 * removed.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4291#section-2.5.4
 */
export function addressKey(address: string): string {
  const [plain = ''] = withoutPort(address.trim().toLowerCase()).split('%', 1)
  if (!plain.includes(':')) return plain
  const groups = groupsOf(plain)
  if (groups === undefined) return plain
  const [high = 0, low = 0] = groups.slice(6)
  if (groups.slice(0, 5).every(group => group === 0) && groups[5] === 0xffff) {
    return [high >> 8, high & 255, low >> 8, low & 255].join('.')
  }
  return `${groups
    .slice(0, 4)
    .map(group => group.toString(16))
    .join(':')}::/64`
}

/** Removes a port; an IPv6 address with a port is in brackets. */
function withoutPort(address: string): string {
  return /^\[(.*)\](:\d+)?$/.exec(address)?.[1] ?? address.replace(/^([\d.]+):\d+$/, '$1')
}

/** Returns the eight groups of an IPv6 address, or undefined if it is invalid. */
function groupsOf(address: string): readonly number[] | undefined {
  const [head = '', tail, more] = withoutDots(address).split('::')
  if (more !== undefined) return undefined
  const first = split(head)
  const last = tail === undefined ? [] : split(tail)
  const missing = 8 - first.length - last.length
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined
  const groups = [...first, ...Array.from({ length: missing }, () => '0'), ...last]
  return groups.every(group => /^[\da-f]{1,4}$/.test(group))
    ? groups.map(group => Number.parseInt(group, 16))
    : undefined
}

/** Replaces a trailing IPv4 part by two groups. */
function withoutDots(address: string): string {
  return address.replace(/(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/, (_whole, ...parts: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = parts.slice(0, 4).map(Number)
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`
  })
}

function split(groups: string): readonly string[] {
  return groups === '' ? [] : groups.split(':')
}
