const PINNED = /^\s*(?:- )?uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/

/** Splits lines into blocks: each begins with a line that matches `start`, and contains the lines up to the next. */
function blocks(lines, start) {
  const found = []
  for (const [index, text] of lines.entries()) {
    if (start.test(text)) found.push([])
    found.at(-1)?.push({ line: index + 1, text })
  }
  return found
}

const has = (block, pattern) => block.some(({ text }) => pattern.test(text))

/** The jobs of a workflow: the blocks below `jobs:` that are indented by two. */
function jobsOf(lines) {
  const from = lines.indexOf('jobs:')
  const blank = lines.map((text, index) => (index > from ? text : ''))
  return from === -1 ? [] : blocks(blank, /^ {2}[\w-]+:$/)
}

/**
 * Reports what breaks our rules for workflows: `{ line, message }` for each.
 *
 * Reads lines and not YAML, since versions are comments. It therefore accepts only the block style, and reports the rest.
 */
export function workflowProblems(workflow) {
  const lines = workflow.split(/\r?\n/)
  const found = []
  const add = (line, message) => found.push({ line, message })
  for (const [index, text] of lines.entries()) {
    if (/\buses\b["']?\s*:/.test(text) && !PINNED.test(text))
      add(index + 1, 'pin the action: uses: <owner>/<name>@<40 hex digits> # v<major>.<minor>.<patch>')
    if (/\bpermissions\b["']?\s*:/.test(text) && !/^ *permissions:$/.test(text))
      add(index + 1, 'list each permission on a line of its own')
    if (/\bpull_request_target\b/.test(text))
      add(index + 1, 'pull_request_target runs with write access on code of others')
  }
  if (!/^permissions:\r?\n {2}contents: read\r?\n(?! )/m.test(workflow))
    add(1, 'state the default permissions: contents: read, and nothing else')
  for (const step of blocks(lines, /^\s*- /)) {
    if (has(step, /uses: actions\/checkout@/) && !has(step, /^\s+persist-credentials: false$/))
      add(step[0].line, 'set persist-credentials: false')
  }
  for (const job of jobsOf(lines)) {
    const name = job[0].text.trim().slice(0, -1)
    if (!has(job, /\bid-token\b.*write/)) continue
    if (name !== 'publish') add(job[0].line, `${name} has id-token: write, which is for publish only`)
    if (job.some(({ text }) => /^ {6}[\w-]+: write\b/.test(text) && !/^ {6}id-token:/.test(text)))
      add(job[0].line, `${name} has id-token: write and must not write anything else`)
  }
  return found
}
