/**
 * Names a client's address for counting: an IPv4 address as it is, also when mapped into IPv6, and of an IPv6 address
 * the first 64 bits, which is what one subscriber has. A port, which some proxies add, is not counted.
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

/** An IPv6 address with a port stands in brackets. */
function withoutPort(address: string): string {
  return /^\[(.*)\](:\d+)?$/.exec(address)?.[1] ?? address.replace(/^([\d.]+):\d+$/, '$1')
}

/** The eight groups of an IPv6 address, or undefined where it is none. */
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

/** Writes a trailing IPv4 part as two groups. */
function withoutDots(address: string): string {
  return address.replace(/(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/, (_whole, ...parts: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = parts.slice(0, 4).map(Number)
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`
  })
}

function split(groups: string): readonly string[] {
  return groups === '' ? [] : groups.split(':')
}
