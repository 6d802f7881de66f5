/** Reads of a class file what the index keeps: names, kinds, descriptors, and the permissions that members are annotated with. */

const ANNOTATION = "Landroid/annotation/RequiresPermission;";
const ACC_STATIC = 0x8;
const ACC_ABSTRACT = 0x400;
const ACC_BRIDGE = 0x40;
const MAGIC = 0xcafebabe;

export interface ClassMember {
  name: string;
  /** JVM descriptor; a field's is its type. */
  descriptor: string;
  isField: boolean;
  isStatic: boolean;
  isAbstract: boolean;
  /** The compiler's own method for a generic or covariant one. */
  isBridge: boolean;
  /** Short names of `@RequiresPermission`, alternatives by `|`, all needed by `&`; null where there is no such annotation. */
  permission: string | null;
}

export interface ClassFile {
  name: string;
  superclass: string | null;
  interfaces: string[];
  isAbstract: boolean;
  members: ClassMember[];
}

/** Format: JVM specification, chapter 4. Throws RangeError on a file that ends early. */
export function readClassFile(bytes: Uint8Array): ClassFile {
  return new Reader(bytes).read();
}

class Reader {
  readonly #view: DataView;
  readonly #bytes: Uint8Array;
  #at = 0;
  #utf8 = new Map<number, string>();
  #classes = new Map<number, number>();

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  read(): ClassFile {
    if (this.#u4() !== MAGIC) throw new RangeError("not a class file");
    this.#at += 4;
    this.#constants();
    const access = this.#u2();
    const name = this.#className(this.#u2()) as string;
    const superclass = this.#className(this.#u2());
    const interfaces = this.#times(this.#u2(), () => this.#className(this.#u2()) as string);
    const fields = this.#times(this.#u2(), () => this.#member(true));
    const methods = this.#times(this.#u2(), () => this.#member(false));
    return {
      name,
      superclass,
      interfaces,
      isAbstract: (access & ACC_ABSTRACT) !== 0,
      members: [...fields, ...methods],
    };
  }

  #constants(): void {
    const count = this.#u2();
    for (let i = 1; i < count; i++) {
      const tag = this.#u1();
      if (tag === 1) {
        const length = this.#u2();
        this.#utf8.set(i, new TextDecoder().decode(this.#bytes.subarray(this.#at, this.#at + length)));
        this.#at += length;
      } else if (tag === 7) {
        this.#classes.set(i, this.#u2());
      } else if (tag === 5 || tag === 6) {
        this.#at += 8;
        i++;
      } else {
        this.#at += tag === 15 ? 3 : tag === 8 || tag === 16 || tag === 19 || tag === 20 ? 2 : 4;
      }
    }
  }

  #member(isField: boolean): ClassMember {
    const access = this.#u2();
    const name = this.#utf8.get(this.#u2()) as string;
    const descriptor = this.#utf8.get(this.#u2()) as string;
    let permission: string | null = null;
    this.#times(this.#u2(), () => {
      const attribute = this.#utf8.get(this.#u2());
      const end = this.#u4() + this.#at;
      if (attribute === "RuntimeInvisibleAnnotations" || attribute === "RuntimeVisibleAnnotations")
        permission = this.#annotations() ?? permission;
      this.#at = end;
    });
    return {
      name,
      descriptor,
      isField,
      isStatic: (access & ACC_STATIC) !== 0,
      isAbstract: (access & ACC_ABSTRACT) !== 0,
      isBridge: !isField && (access & ACC_BRIDGE) !== 0,
      permission,
    };
  }

  #annotations(): string | null {
    let found: string | null = null;
    this.#times(this.#u2(), () => {
      const type = this.#utf8.get(this.#u2());
      const values = this.#times(this.#u2(), () => ({ key: this.#utf8.get(this.#u2()), values: this.#value() }));
      if (type !== ANNOTATION) return;
      const named = (key: string): string[] => values.find((each) => each.key === key)?.values ?? [];
      const all = named("allOf");
      const texts = all.length > 0 ? all : [...named("value"), ...named("anyOf")];
      found =
        texts
          .map(shortName)
          .filter((text) => text !== "")
          .join(all.length > 0 ? " & " : " | ") || found;
    });
    return found;
  }

  /** Texts of an annotation's value; others are skipped. */
  #value(): string[] {
    const tag = String.fromCharCode(this.#u1());
    if (tag === "[") return this.#times(this.#u2(), () => this.#value()).flat();
    if (tag === "@") {
      this.#at += 2;
      this.#times(this.#u2(), () => {
        this.#at += 2;
        this.#value();
      });
      return [];
    }
    if (tag === "e") {
      this.#at += 4;
      return [];
    }
    const index = this.#u2();
    return tag === "s" ? [this.#utf8.get(index) ?? ""] : [];
  }

  #className(index: number): string | null {
    return index === 0 ? null : (this.#utf8.get(this.#classes.get(index) as number) as string).replaceAll("/", ".");
  }

  #times<T>(count: number, read: () => T): T[] {
    return Array.from({ length: count }, read);
  }

  #u1(): number {
    return this.#view.getUint8(this.#at++);
  }

  #u2(): number {
    this.#at += 2;
    return this.#view.getUint16(this.#at - 2);
  }

  #u4(): number {
    this.#at += 4;
    return this.#view.getUint32(this.#at - 4);
  }
}

const shortName = (permission: string): string => permission.replace(/^android\.permission\./, "");
