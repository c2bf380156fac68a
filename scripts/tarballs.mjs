import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'

/** Packs the package in `folder` as it would be published; returns the tarball's path. */
export function pack(folder, destination) {
  const packed = execFileSync('pnpm', ['pack', '--json', '--pack-destination', destination], {
    cwd: folder,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  return JSON.parse(packed).filename
}

/** Unpacks a tarball into `home`, as npm would lay it out. */
export function unpack(tarball, home) {
  mkdirSync(home, { recursive: true })
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', home])
}
