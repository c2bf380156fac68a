import { posix } from 'node:path'

/** The target of a link or a picture; a picture within a link has both. */
const LINK = /\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g

const withoutCode = text =>
  text.replace(/^[ \t]*```[\s\S]*?^[ \t]*```[ \t]*$|``[^`]*``|`[^`\n]*`/gm, code =>
    code.replace(/[^\n]/g, ' '),
  )

/** The anchors of a page, as GitHub makes them from its headings. */
export function anchorsOf(text) {
  const seen = new Map()
  const headings = text
    .replace(/^[ \t]*```[\s\S]*?^[ \t]*```[ \t]*$/gm, '')
    .matchAll(/^#{1,6}[ \t]+(.*?)[ \t]*#*$/gm)
  return new Set(
    [...headings].map(([, heading]) => {
      const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[`*]/g, '')
      const anchor = plain
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/\s/g, '-')
      const count = seen.get(anchor) ?? 0
      seen.set(anchor, count + 1)
      return count === 0 ? anchor : `${anchor}-${count}`
    }),
  )
}

/** Every link of a page: `{ line, target }`. */
export function linksOf(text) {
  const prose = withoutCode(text)
  return [...prose.matchAll(LINK)].map(({ 1: target, index }) => ({
    line: prose.slice(0, index).split('\n').length,
    target,
  }))
}

/**
 * Reports the links of a page that lead nowhere: `{ line, message }` for each.
 *
 * Links to this repository are followed, whether relative or absolute below `base`; others are left alone. A page that npm
 * shows outside of the repository (`packaged`) may have no relative ones.
 *
 * @param pages the text of every page, by its path from the root
 * @param exists whether a path from the root is a file or folder of the repository
 */
export function brokenLinks(path, { pages, exists, base, packaged }) {
  const problemOf = target => {
    const isOwn = target.startsWith(`${base}/`)
    if (!isOwn && /^[a-z][a-z+.-]*:/i.test(target)) return undefined
    if (!isOwn && packaged && !target.startsWith('#'))
      return `is relative, and npm shows this page outside of the repository: write ${base}/blob/main/…`
    const [place, anchor] = (
      isOwn ? target.slice(base.length).replace(/^\/(?:blob|tree|raw)\/main\//, '') : target
    ).split('#')
    const file = place === '' ? path : posix.join(isOwn ? '.' : posix.dirname(path), decodeURI(place))
    if (file.startsWith('..') || !exists(file)) return `names ${file}, which does not exist`
    if (anchor === undefined || anchor === '' || !file.endsWith('.md')) return undefined
    return anchorsOf(pages.get(file) ?? '').has(anchor)
      ? undefined
      : `names #${anchor}, which ${file} does not have`
  }
  return linksOf(pages.get(path) ?? '').flatMap(({ line, target }) => {
    const problem = problemOf(target)
    return problem === undefined ? [] : [{ line, message: `${target} ${problem}` }]
  })
}
