// Segments of X12 files as a peer from npm reads them.
//
//   node read_x12.mjs node-x12|x12-parser [--count] FILE...
//
// One line of JSON a file: {"file", "segments": [["ISA", "00", ...], ...]}, or {"file", "error"}. node-x12 is asked to be
// strict: it checks control numbers and counts itself. With --count, their number only.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const require = createRequire(join(process.cwd(), 'build/peers/'))
const [peer, ...rest] = process.argv.slice(2)
const count = rest[0] === '--count'
const files = count ? rest.slice(1) : rest

function byNodeX12 (text) {
  const { X12Parser } = require('node-x12')
  const parsed = new X12Parser(true).parse(text)
  const all = []
  const add = segment => all.push([segment.tag, ...segment.elements.map(element => element.value)])
  for (const interchange of parsed.interchanges ?? [parsed]) {
    add(interchange.header)
    for (const group of interchange.functionalGroups) {
      add(group.header)
      for (const transaction of group.transactions) {
        add(transaction.header)
        transaction.segments.forEach(add)
        add(transaction.trailer)
      }
      add(group.trailer)
    }
    add(interchange.trailer)
  }
  return all
}

function byX12Parser (text) {
  const { X12parser } = require('x12-parser')
  return new Promise((resolve, reject) => {
    const all = []
    const parser = new X12parser()
    parser.on('error', reject)
    parser.on('data', segment => {
      if (!segment.name) return // what stands behind the last terminator
      const elements = [segment.name]
      for (const [key, value] of Object.entries(segment)) {
        const [element, component = 0] = key.split('-').map(Number) // `1`, then `1-1` for its second component
        if (!Number.isNaN(element)) (elements[element] ??= [])[component] = value
      }
      all.push(Array.from(elements, element => [element].flat().join(':')))
    })
    parser.on('end', () => resolve(all))
    parser.end(text)
  })
}

for (const file of files) {
  try {
    const text = readFileSync(file, 'latin1')
    const segments = peer === 'node-x12' ? byNodeX12(text) : await byX12Parser(text)
    console.log(count ? segments.length : JSON.stringify({ file, segments }))
  } catch (error) {
    console.log(JSON.stringify({ file, error: String(error) }))
  }
}
