/**
 * C of a native gate, for Frida's CModule. Around it stand IS_PATH and the function of one overload; numbers in FN are positions
 * in JNI's function table.
 */
import { ENDS_PREFIX, ENDS_WHOLE } from "./gate.ts";

/** Units of an argument that are compared; a longer one goes to the script when it agrees so far. */
const COMPARED_UNITS = 512;

export const GATE_CODE = `
typedef struct { int unit, child, next, end; } node;
typedef union { unsigned char z; int i; long long j; void *l; } value;
typedef unsigned short unit;
#define FN(env, slot) ((*(void ***) (env))[slot])
extern int proving;
extern void *target;
extern void *type;
extern const node tree[];
extern void *field;
extern void *ofPath;

/* Written in another way than the plain one: the script works it out. */
static int isOdd(const unit *s, int n) {
  int i;
  for (i = 0; i + 1 < n; i++)
    if (s[i] == '/' && (s[i + 1] == '/' || (s[i + 1] == '.' && (i + 2 == n || s[i + 2] == '/' || s[i + 2] == '.'))))
      return 1;
  return n > 1 && s[n - 1] == '/';
}

static int fits(const unit *s, int n, int isCut) {
  int at = 0, i;
  for (i = 0; i < n; i++) {
    int to = tree[at].child;
    while (to != 0 && tree[to].unit != s[i]) to = tree[to].next;
    if (to == 0) return 0;
    at = to;
    if (tree[at].end & ${ENDS_PREFIX}) return 1;
  }
  return isCut || (tree[at].end & ${ENDS_WHOLE}) != 0;
}

static int cares(const unit *s, int n, int isCut) {
  if (IS_PATH) {
    if (n == 0 || s[0] != '/') return 0;
    if (isOdd(s, n)) return 1;
  }
  return fits(s, n, isCut);
}

static int caresText(void *env, void *text) {
  unit s[${COMPARED_UNITS}];
  int length, n;
  if (text == 0) return 1;
  length = ((int (*)(void *, void *)) FN(env, 164))(env, text);
  n = length > ${COMPARED_UNITS} ? ${COMPARED_UNITS} : length;
  ((void (*)(void *, void *, int, int, unit *)) FN(env, 220))(env, text, 0, n, s);
  return cares(s, n, n < length);
}

static void *read(void *env, void *object) {
  return ((void *(*)(void *, void *, void *)) FN(env, 95))(env, object, field);
}

static void drop(void *env, void *reference) {
  ((void (*)(void *, void *)) FN(env, 23))(env, reference);
}

static int caresFile(void *env, void *file) {
  void *text;
  int found;
  if (file == 0) return 1;
  text = read(env, file);
  found = caresText(env, text);
  if (text != 0) drop(env, text);
  return found;
}

static int caresPath(void *env, void *path) {
  unit s[${COMPARED_UNITS}];
  signed char raw[${COMPARED_UNITS}];
  void *bytes;
  int length, n, i;
  if (path == 0 || !((unsigned char (*)(void *, void *, void *)) FN(env, 32))(env, path, ofPath)) return 1;
  bytes = read(env, path);
  if (bytes == 0) return 1;
  length = ((int (*)(void *, void *)) FN(env, 171))(env, bytes);
  n = length > ${COMPARED_UNITS} ? ${COMPARED_UNITS} : length;
  ((void (*)(void *, void *, int, int, signed char *)) FN(env, 200))(env, bytes, 0, n, raw);
  drop(env, bytes);
  for (i = 0; i < n; i++) s[i] = (unsigned char) raw[i];
  return cares(s, n, n < length);
}
`;
