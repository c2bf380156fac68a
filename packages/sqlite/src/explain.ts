/** Says what to do about an error of SQLite. Other errors stay what they are. */
export function explain(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const code = 'code' in error ? String(error.code) : ''
  const reason = REASONS.find(([pattern]) => pattern.test(code) || pattern.test(error.message))
  return reason === undefined ? error : new Error(reason[1], { cause: error })
}

const REASONS: readonly (readonly [RegExp, string])[] = [
  [
    /^SQLITE_(CORRUPT|NOTADB)/,
    'The file with the revocations is damaged, or is not an SQLite database: restore a backup, or remove the file.',
  ],
  [
    /^SQLITE_(CANTOPEN|READONLY|PERM)|Unable to open/,
    'The file with the revocations cannot be opened: its folder must exist, and this process must be able to write both.',
  ],
  [/^SQLITE_FULL/, 'The disk with the revocations is full.'],
]
