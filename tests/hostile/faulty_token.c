/*
 * A PKCS#11 module as it may be with a fault in its hardware or its code. All
 * is done by the real module FAULTY_MODULE, but the signature number FAULTY_AT
 * has a bit flipped, or with FAULTY_HOW=crash the process dies instead.
 */
#include <dlfcn.h>
#include <p11-kit/pkcs11.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

CK_RV C_GetFunctionList(CK_FUNCTION_LIST_PTR_PTR out);

static CK_FUNCTION_LIST ours;
static CK_C_Sign real_sign;

static CK_RV
faulty_sign(CK_SESSION_HANDLE session, CK_BYTE_PTR data, CK_ULONG data_len,
    CK_BYTE_PTR signature, CK_ULONG_PTR signature_len)
{
    static long count;
    const char *at = getenv("FAULTY_AT");
    const char *how = getenv("FAULTY_HOW");
    CK_RV result = real_sign(session, data, data_len, signature, signature_len);

    count++;
    if (result == CKR_OK && at != NULL && count == strtol(at, NULL, 10)) {
        if (how != NULL && strcmp(how, "crash") == 0) {
            raise(SIGSEGV);
        }
        signature[*signature_len / 2] ^= 4;
    }
    return result;
}

CK_RV
C_GetFunctionList(CK_FUNCTION_LIST_PTR_PTR out)
{
    const char *path = getenv("FAULTY_MODULE");
    void *module = path == NULL ? NULL : dlopen(path, RTLD_NOW | RTLD_LOCAL);
    CK_C_GetFunctionList list = NULL;
    CK_FUNCTION_LIST_PTR real = NULL;

    if (module != NULL) {
        void *symbol = dlsym(module, "C_GetFunctionList");
        memcpy(&list, &symbol, sizeof list);
    }
    if (list == NULL || list(&real) != CKR_OK) {
        return CKR_GENERAL_ERROR;
    }
    ours = *real;
    real_sign = real->C_Sign;
    ours.C_Sign = faulty_sign;
    *out = &ours;
    return CKR_OK;
}
