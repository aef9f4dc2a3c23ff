/** Keys that one object may have (`p`), the shape of other values (`a`), of items (`i`); numbers are places in the list. */
export interface Shape {
  p?: Record<string, number>;
  a?: number;
  i?: number;
}
type Schema = Record<string, unknown>;

/** The known keys of a schema as a flat list, the document first. References to `shared` are followed, choices are merged. */
export function shapeOf(root: Schema, shared: Schema): Shape[] {
  const shapes: Shape[] = [];
  const places = new Map<string, number>();

  const resolve = (schema: Schema, home: Schema): { schema: Schema; home: Schema }[] => {
    const found = [{ schema, home }];
    const ref = schema.$ref;
    if (typeof ref === 'string') {
      const target = ref.startsWith('postern:shared') ? shared : home;
      const steps = ref
        .slice(ref.indexOf('#') + 1)
        .split('/')
        .filter(Boolean);
      const next = steps.reduce<unknown>((at, step) => (at as Schema)[step], target) as Schema;
      found.push(...resolve(next, target));
    }
    for (const key of ['allOf', 'anyOf', 'oneOf'])
      for (const part of (schema[key] as Schema[] | undefined) ?? []) found.push(...resolve(part, home));
    return found;
  };

  const place = (schema: Schema, home: Schema): number => {
    const parts = resolve(schema, home);
    const key = JSON.stringify(parts.map(part => part.schema));
    const known = places.get(key);
    if (known !== undefined) return known;
    const at = shapes.length;
    places.set(key, at);
    const shape: Shape = {};
    shapes.push(shape);
    for (const part of parts) {
      const { properties, additionalProperties, items } = part.schema as { [name: string]: Schema | undefined };
      for (const [name, value] of Object.entries(properties ?? {})) (shape.p ??= {})[name] ??= place(value as Schema, part.home);
      if (typeof additionalProperties === 'object') shape.a ??= place(additionalProperties, part.home);
      if (typeof items === 'object') shape.i ??= place(items, part.home);
    }
    return at;
  };
  place(root, root);
  return shapes;
}
