import { type Assembly, type Resource, readAssembly } from './assembly';
import { type Addresses, attributeOf, describe } from './attributes';
import { Properties } from './properties';
import { Resolver } from './resolver';
import { surveyResources } from './understood';

/** The template's resources with their values, once it is known where the engines listen. */
export class Blueprint {
  readonly assembly: Assembly;
  readonly resources: readonly Resource[];
  readonly notEmulated: readonly string[];
  addresses: Addresses = { gateway: '', sqs: '' };
  private readonly resolver: Resolver;

  constructor(folder: string) {
    this.assembly = readAssembly(folder);
    this.resolver = new Resolver(this.assembly, (resource, attribute) =>
      attributeOf(resource, attribute, this.addresses),
    );
    this.resources = this.assembly.stacks
      .flatMap(({ resources }) => resources)
      .filter((resource) => this.resolver.isPresent(resource));
    this.notEmulated = surveyResources(this.resources);
  }

  ofType(type: string): readonly Resource[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  properties(resource: Resource): Properties {
    try {
      return new Properties(resource, this.resolver.resolve(resource.properties, resource.stack));
    } catch (error) {
      throw new Error(`${describe(resource)}: ${error instanceof Error ? error.message : error}`);
    }
  }

  /** The one resource of a type whose id, path or a part of them is `idPart`. */
  find(type: string, idPart: string): Resource {
    const all = this.ofType(type);
    const exact = all.filter(
      ({ logicalId, path }) => logicalId === idPart || path.split('/').includes(idPart),
    );
    const found = exact.length > 0 ? exact : all.filter(({ path }) => path.includes(idPart));
    const [only, ...others] = found;
    if (only && others.length === 0) return only;
    const names = (only ? found : all).map(({ path }) => path).join(', ');
    throw new Error(`${only ? 'several' : 'none'} of ${type} called ${idPart}: ${names}`);
  }
}
