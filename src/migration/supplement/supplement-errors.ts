import { CapstanError } from '../../primitives/capstan-error.ts'
import { campaignStep } from '../../primitives/suggestion.ts'

export function lineageTooLong(directory: string): CapstanError {
  return new CapstanError({
    code: 'SUPPLEMENTS_CIRCULAR',
    kind: 'refused',
    message: `The supplement in ${directory} goes back to itself by its source.of.`,
    details: { directory },
  })
}

/** @param directory of the campaign that is to be published first. */
export function supplementTooEarly(directory: string): CapstanError {
  return new CapstanError({
    code: 'SUPPLEMENT_TOO_EARLY',
    kind: 'refused',
    message: `${directory} is not published: until then a build includes all new bindings.`,
    details: { directory },
    suggestions: [campaignStep('publish')],
  })
}

export function nobodyBoundLate(directory: string, left: number): CapstanError {
  return new CapstanError({
    code: 'NOBODY_BOUND_LATE',
    kind: 'refused',
    message: `None of the ${left} holders whom ${directory} left unbound has bound since.`,
    details: { directory, unbound: left },
    suggestions: [campaignStep('bind', '--source ADDRESS --to 0x…'), campaignStep('bind list')],
  })
}

export function supplementsExcluded(directory: string): CapstanError {
  return new CapstanError({
    code: 'UNBOUND_IS_REMAINDER',
    kind: 'refused',
    message: `rules.unbound of ${directory} makes unbound balances part of the remainder: nobody is paid late.`,
    details: { directory },
  })
}

export function supplementOfOtherKind(kind: string): CapstanError {
  return new CapstanError({
    code: 'SUPPLEMENT_OF_OTHER_KIND',
    kind: 'usage',
    message: `A campaign of kind ${kind} has no holders to bind: --supplement goes with kind bytom.`,
    details: { kind },
  })
}

/** @param what key of the rules. */
export function supplementDiffers(directory: string, what: string): CapstanError {
  return new CapstanError({
    code: 'SUPPLEMENT_DIFFERS',
    kind: 'refused',
    message: `The supplement in ${directory} has other rules.${what} than the campaign it supplements.`,
    details: { directory, rule: what },
    suggestions: [`Set rules.${what} to what the earlier campaign has.`],
  })
}

/** @param file tree.json of the earlier campaign. */
export function buildNotBound(file: string): CapstanError {
  return new CapstanError({
    code: 'BUILD_NOT_BOUND',
    kind: 'refused',
    message: `${file} is of a campaign whose holders already have accounts: it left nobody unbound.`,
    details: { file },
  })
}

/** @param place folder where this supplement belongs. */
export function supplementMisplaced(directory: string, place: string): CapstanError {
  return new CapstanError({
    code: 'SUPPLEMENT_MISPLACED',
    kind: 'refused',
    message: `${directory} is not the place of this supplement, ${place}: two supplements of one build would pay the same holders.`,
    details: { directory, place },
    suggestions: [campaignStep('build', '--supplement')],
  })
}
