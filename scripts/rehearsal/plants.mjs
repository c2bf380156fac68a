import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { publishedPackages } from '../packed-project.mjs'
import { nextPatch } from './releases.mjs'

const PLACEHOLDER = 'github:stream-token/stream-token-provider'

const edit = (path, change) => writeFileSync(path, change(readFileSync(path, 'utf8')))

function editReadme({ place }, from, to) {
  edit(join(place, 'README.md'), text => {
    if (!text.includes(from)) throw new Error(`README.md does not contain ${from}`)
    return text.replace(from, to)
  })
}

/**
 * What must make a step fail: `plant` puts it there, and `finds` matches how the step's failure names it. Each is planted
 * into the real clone and registry, before the step runs as it should.
 */
export const plants = {
  firstRelease: [
    {
      name: 'the placeholder',
      plant: ({ clone }) => clone.setRepository(PLACEHOLDER),
      finds: /repository is still the placeholder/,
    },
    {
      name: 'no changeset for a first release',
      async plant({ clone }) {
        const folder = join(clone.place, '.changeset')
        for (const name of readdirSync(folder).filter(each => /^(?!README).*\.md$/.test(each)))
          rmSync(join(folder, name))
        for (const { folder: each } of publishedPackages(clone.place))
          rmSync(join(each, 'CHANGELOG.md'), { force: true })
      },
      finds: /has no CHANGELOG\.md/,
    },
    {
      name: 'a file too many',
      async plant({ clone }) {
        writeFileSync(join(clone.place, 'packages', 'conformance', 'vectors', 'stray.json'), '{}\n')
        await clone.commit('test(conformance): add a file')
      },
      finds: /vectors\/stray\.json is in the tarball, but not in the list/,
    },
  ],
  secondRelease: [
    {
      name: 'no changeset',
      async plant({ clone }) {
        rmSync(join(clone.place, '.changeset', 'one-package.md'))
        await clone.commit('chore(repo): remove the changeset')
      },
      finds: /has version/,
    },
    {
      name: 'a package that the group leaves behind',
      async plant({ clone }) {
        edit(join(clone.place, '.changeset', 'config.json'), text => text.replace('"@stream-token/koa",', ''))
        await clone.commit('chore(repo): take koa out of the group')
      },
      finds: /@stream-token\/koa has version/,
    },
    {
      name: 'a version published before, with other content',
      async plant({ home, version, commands, environments }) {
        const place = join(home, 'intruder')
        mkdirSync(place)
        const manifest = { name: '@stream-token/koa', version: nextPatch(version) }
        writeFileSync(join(place, 'package.json'), JSON.stringify(manifest))
        writeFileSync(join(place, 'README.md'), 'Other content\n')
        await commands.run('npm', ['publish'], { cwd: place, env: environments.releaser })
      },
      finds: /@stream-token\/koa@[\d.]+: README\.md has other content/,
    },
  ],
  readmeExamples: [
    {
      name: 'an example with a wrong type',
      plant: ({ clone }) => editReadme(clone, "method: 'POST' }", 'method: 1 }'),
      finds: /client\.ts.*error TS2769/,
    },
    ...[
      ['express', 'req => req.session.userId'],
      ['koa', 'ctx => ctx.session?.userId'],
      ['next', 'async request => {'],
    ].map(([framework, verifyUser]) => ({
      name: `an example for ${framework} that admits everybody`,
      plant: ({ clone }) =>
        editReadme(
          clone,
          verifyUser,
          verifyUser.endsWith('{') ? `${verifyUser}\n  return 'alice'` : "() => 'alice'",
        ),
      finds: new RegExp(`${framework} responded 200`),
    })),
  ],
}
