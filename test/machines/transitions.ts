/** Transitions of a chart by name, so that a report can say which was never taken. */
import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate'

const guardName = (guard: unknown): string => {
  if (typeof guard === 'string') return ` [${guard}]`
  return guard === undefined ? '' : ' [?]'
}

const happening = (transition: AnyTransitionDefinition): string => {
  const eventType = String(transition.eventType)
  if (eventType === '') return 'always'
  if (eventType.startsWith('xstate.done.actor.')) return 'onDone'
  if (eventType.startsWith('xstate.error.actor.')) return 'onError'
  return eventType
}

const names = new WeakMap<AnyTransitionDefinition, string>()

/** `lockout.reserved always [lockedOut] > lockout.locked`: where from, on what, under which guard, where to. */
export function transitionName(transition: AnyTransitionDefinition): string {
  const known = names.get(transition)
  if (known !== undefined) return known
  const targets = (transition.target ?? []).map((target) => target.path.join('.')).join('+') || 'stay'
  const name = `${transition.source.path.join('.')} ${happening(transition)}${guardName(transition.guard)} > ${targets}`
  names.set(transition, name)
  return name
}

/** Every state of a chart, the composed ones too, the root not. */
export function everyState(machine: AnyStateMachine): AnyStateNode[] {
  const below = (node: AnyStateNode): AnyStateNode[] =>
    Object.values(node.states).flatMap((inner: AnyStateNode) => [inner, ...below(inner)])
  return below(machine.root)
}

/** Every transition of a chart: each `on`, each branch of an `always`, each `onDone` and `onError`. */
export function everyTransition(machine: AnyStateMachine): AnyTransitionDefinition[] {
  return [machine.root, ...everyState(machine)].flatMap((node) => [
    ...[...node.transitions.values()].flat(),
    ...(node.always ?? []),
  ])
}
