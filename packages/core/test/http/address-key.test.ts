import { describe, expect, it } from 'vitest'
import { addressKey } from '../../src/http/address-key.js'

describe('addressKey', () => {
  it.each([
    // IPv4 addresses stay as they are, in any notation.
    ['192.0.2.1', '192.0.2.1'],
    [' 192.0.2.1 ', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:192.0.2.1', '192.0.2.1'],
    ['::ffff:c000:201', '192.0.2.1'],
    ['0:0:0:0:0:ffff:c000:0201', '192.0.2.1'],
    ['::ffff:0.0.0.0', '0.0.0.0'],
    ['::ffff:255.255.255.255', '255.255.255.255'],
    // The port that some proxies add is removed.
    ['192.0.2.1:8080', '192.0.2.1'],
    ['[::ffff:192.0.2.1]:8080', '192.0.2.1'],
    ['[2001:db8:1:2::3]:443', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::3]', '2001:db8:1:2::/64'],
    ['[fe80::1%eth0]:443', 'fe80:0:0:0::/64'],
    // IPv6 addresses are reduced to their first 64 bits.
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:db8:1:2::192.0.2.1', '2001:db8:1:2::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['1::', '1:0:0:0::/64'],
    ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64'],
    ['::192.0.2.1', '0:0:0:0::/64'],
    ['::ffff:0:192.0.2.1', '0:0:0:0::/64'],
    // A value that is not an address is its own key.
    ['', ''],
    ['unknown', 'unknown'],
    ['2001:db8:1:2:3:4:5:6:7', '2001:db8:1:2:3:4:5:6:7'],
    ['2001:db8', '2001:db8'],
    ['1::2::3', '1::2::3'],
    ['2001:db8::g', '2001:db8::g'],
    ['12345::', '12345::'],
    ['1:2:3:4:5:6:7:8::', '1:2:3:4:5:6:7:8::'],
  ])('maps %j to the key %j', (address, key) => {
    expect(addressKey(address)).toBe(key)
  })

  it('maps the hosts of one subscriber to one key, and two subscribers to two keys', () => {
    const hosts = ['2001:db8:1:2::1', '2001:db8:1:2:ffff:ffff:ffff:ffff']
    expect(new Set(hosts.map(addressKey)).size).toBe(1)
    expect(addressKey('2001:db8:1:3::1')).not.toBe(addressKey('2001:db8:1:2::1'))
  })
})
