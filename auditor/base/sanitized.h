#ifndef BASE_SANITIZED_H
#define BASE_SANITIZED_H

/* Is this built with AddressSanitizer, which needs more than we else allow? */
#if defined(__SANITIZE_ADDRESS__)
#define IS_SANITIZED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define IS_SANITIZED true
#endif
#endif
#ifndef IS_SANITIZED
#define IS_SANITIZED false
#endif

#endif
