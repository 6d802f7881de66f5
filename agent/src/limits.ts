/** The wire's limits (trace/frame.ts), repeated: that file brings a validator which has no business inside an app. A test compares. */
export const LIMITS = { text: 4096, argument: 512, name: 512, stackFrames: 40, argumentsPerAccess: 16 } as const;
