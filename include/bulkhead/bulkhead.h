/* Bulkhead's contract for hosts: what an HTTP server calls to have its requests pass the gate.
 *
 * The host parses HTTP, proxies, and writes answers; the gate decides. The host's only other duty is to tell the gate
 * what became of a request. nginx/ngx_http_bulkhead_module.c is the first host. Includes nothing of Bulkhead's.
 *
 * A request's way:
 *
 *     bh_admit      which door, and is it open for this client      → BH_ALLOW, or an answer to send
 *     bh_inspect_head, bh_inspect_body                                rules on the request, likewise
 *       …             the host proxies
 *     bh_inspect_response_head, bh_inspect_response_body              rules on the answer, before it leaves
 *     bh_leave      the upstream is finished (not: the client has read)
 *     bh_account    the last byte is sent, or the request was given up
 *
 * and, while it lives: bh_revisit when an internal redirect leads it to another place, bh_review when bh_tick says
 * that doors have changed.
 *
 * Memory     Views (bh_str) are not 0-terminated; those given to the gate need to live until the call returns, those it gives
 *            until the next call with the same gate. The host gives bh_request_bytes() bytes for each request,
 *            8-byte aligned, and need not free anything inside.
 * Threads    A gate belongs to one thread. One process may have several gates.
 * Cost       bh_admit for an open door: O(1) in the number of services, allocates nothing, no lock, no system call
 *            but the vDSO's clock.
 * Errors     Nothing throws. A failure of the gate's own is decided by what the service declares
 *            (on_gateway_failure; open_on_failure below), counted, and never ends the process.
 */
#ifndef BULKHEAD_BULKHEAD_H
#define BULKHEAD_BULKHEAD_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define BH_ABI_VERSION 3u
#if defined(__GNUC__)
#define BH_API __attribute__((visibility("default")))
#else
#define BH_API
#endif

typedef struct bh_gate bh_gate;
typedef struct bh_request bh_request;
/* An image as nginx's master reads it to check its configuration. */
typedef struct bh_image bh_image;

typedef struct {
  const char* data;
  size_t size;
} bh_str;

/* ---- configuration time -------------------------------------------------------------------------------------- */

/* BH_ABI_VERSION of the library that is linked. */
BH_API unsigned bh_abi_version(void);

/* Reads and verifies the image at `path`. Returns 0 and writes why into `error` when it cannot be used. */
BH_API bh_image* bh_image_open(const char* path, char* error, size_t error_size);
BH_API void bh_image_close(bh_image* image);
/* Returns 1 when the image has a service of that name; `open_on_failure` (may be 0) receives its on_gateway_failure. */
BH_API int bh_image_has_service(const bh_image* image, bh_str name, int* open_on_failure);

/* Makes or enlarges shared.seg in the state folder for `workers` worker processes. `uid`: who will own it, or -1; its group is
 * the folder's. Returns 0, or -1 with the reason in `error`. Called once by the master, before workers start. */
BH_API int bh_prepare_state(const char* state_folder, unsigned workers, int64_t uid, char* error,
                            size_t error_size);

/* ---- a worker's life ------------------------------------------------------------------------------------------- */

typedef struct {
  const char* state_folder;
  /* Used until the daemon names another one. */
  const char* image_path;
} bh_gate_options;

/* Opens the gate of a worker. What is missing (image, segments) is looked for again by bh_tick, so this succeeds as long
 * as there is memory and a thread to be had; else it returns 0: then each location's open_on_failure decides, and the host
 * tries again later. `notice` receives one line on what is missing, or nothing. */
BH_API bh_gate* bh_gate_open(const bh_gate_options* options, char* notice, size_t notice_size);
BH_API void bh_gate_close(bh_gate* gate);

/* A descriptor that becomes readable when doors were published: then bh_tick is due at once. -1 when there is none. It belongs
 * to the gate. */
BH_API int bh_wake_fd(const bh_gate* gate);

/* Call it every BH_TICK_MS, and when bh_wake_fd is readable. Returns 1 when doors have changed so that requests under way need bh_review. */
#define BH_TICK_MS 50
BH_API int bh_tick(bh_gate* gate);

/* ---- a request ---------------------------------------------------------------------------------------------------- */

enum { BH_REQUEST_SECURE = 1u, BH_REQUEST_HTTP2 = 2u, BH_REQUEST_UPGRADE = 4u,
       /* Came by the listener that only self-tests come by. Whatever is said of it, the host lets no service see it. */
       BH_REQUEST_SELF_TEST = 8u };

typedef struct {
  bh_str service;      /* bulkhead_service of the location; empty: the image decides by host and path */
  int open_on_failure; /* what `service` declared when the configuration was read; with no service: 0 */
  bh_str method;
  bh_str host;       /* of the request target or the Host field: lower case, without port and trailing dot */
  bh_str host_field; /* the Host field as sent; empty when there was none (HTTP/2: as :authority) */
  bh_str path;       /* decoded and normalised by the host */
  bh_str target;     /* as on the wire, with the query */
  bh_str accept;
  bh_str accept_language;
  bh_str cookie;       /* all Cookie fields, joined by "; " */
  uint8_t address[16]; /* of the client as far as trusted proxies tell; IPv4 as IPv4-mapped */
  unsigned flags;      /* BH_REQUEST_… */
  bh_str self_test;    /* with BH_REQUEST_SELF_TEST: X-Bulkhead-Self-Test; else empty */
} bh_request_info;

typedef enum {
  BH_ALLOW = 0,
  BH_DENY = 1 /* Send the answer; the request goes no further. */
} bh_action;

typedef struct {
  bh_str name;
  bh_str value;
} bh_field;

/* Fields of an answer of the gate's own. */
#define BH_FIELDS_MAX 16

typedef struct {
  unsigned status;
  bh_str content_type;
  size_t fields_count;
  bh_field fields[BH_FIELDS_MAX];
  bh_str body;
  bh_str location; /* of a redirect; else empty */
  /* Framing or address of the request cannot be trusted: close the connection after the answer. */
  int close_connection;
} bh_answer;

BH_API size_t bh_request_bytes(void);

/* Once per client request. `memory` becomes *request, also when the action is BH_DENY: it is to be accounted. */
BH_API bh_action bh_admit(bh_gate* gate, void* memory, const bh_request_info* info, bh_request** request,
                          bh_answer* answer);

/* The request has been admitted and an internal redirect has given it another path or location. Asks only about the door
 * it has come to; is not counted again. */
BH_API bh_action bh_revisit(bh_gate* gate, bh_request* request, const bh_request_info* info,
                            bh_answer* answer);

/* What rules look at besides bh_request_info. Views live until the request is accounted. */
typedef struct {
  const bh_field* fields; /* of the request as it came, in order */
  size_t fields_count;
  bh_str http_version;   /* "1.1" */
  bh_str client_address; /* as text */
  bh_str server_address;
  uint16_t client_port;
  uint16_t server_port;
} bh_head;

/* Runs the rules on the head of an admitted request, once. */
BH_API bh_action bh_inspect_head(bh_gate* gate, bh_request* request, const bh_request_info* info,
                                 const bh_head* head, bh_answer* answer);

/* How many bytes of the request's body are inspected; 0: the body need not be shown, but bh_inspect_body is called all the same. */
BH_API uint64_t bh_request_body_bytes(const bh_request* request);

/* `body`: its first bytes, in one piece; `cut`: there are more. Views live until the request is accounted. */
BH_API bh_action bh_inspect_body(bh_gate* gate, bh_request* request, const bh_request_info* info, bh_str body,
                                 int cut, bh_answer* answer);

typedef struct {
  unsigned status;
  bh_str http_version;    /* "HTTP/1.1" */
  const bh_field* fields; /* as the upstream sent them */
  size_t fields_count;
} bh_response_head;

/* `info` as for bh_admit. Views live until the request is accounted. */
BH_API bh_action bh_inspect_response_head(bh_gate* gate, bh_request* request, const bh_request_info* info,
                                          const bh_response_head* head, bh_answer* answer);
/* How many bytes of the answer's body are to be held and inspected before any of it leaves; 0: none. */
BH_API uint64_t bh_response_body_bytes(const bh_request* request);
BH_API bh_action bh_inspect_response_body(bh_gate* gate, bh_request* request, const bh_request_info* info,
                                          bh_str body, int cut, bh_answer* answer);

/* The next line for the error log that rules have written, or 0 when there is none. The view lives until the next call. */
BH_API int bh_next_log_line(bh_request* request, bh_str* line);

/* Runs the rules of the last phase, which tell of the whole request: their lines come from bh_next_log_line. Without this call they
 * run in bh_end_inspection, and no line is given. */
BH_API void bh_inspect_log(bh_request* request);

/* Nothing more of the request or its answer will be shown. Not needed before bh_account; a long download should not hold what
 * inspection needed. */
BH_API void bh_end_inspection(bh_gate* gate, bh_request* request);

/* Returns 1 when the request has to be cut: its door is closed and the time to finish is over. */
BH_API int bh_review(bh_gate* gate, bh_request* request);

/* Returns 1 when the service declares session cookies: then the host calls bh_response_cookie for each Set-Cookie field
 * of the response. That returns 1 when `companion` is to be sent as a further Set-Cookie field. */
BH_API int bh_wants_response_cookies(const bh_request* request);
BH_API int bh_response_cookie(bh_gate* gate, bh_request* request, bh_str set_cookie, bh_str* companion);

/* The upstream is finished with the request. Calls after the first do nothing. */
BH_API void bh_leave(bh_gate* gate, bh_request* request);

/* The end, exactly once. `upstream_failed`: the host answered 502, 503 or 504 for the upstream. */
BH_API void bh_account(bh_gate* gate, bh_request* request, unsigned status, uint64_t bytes_received,
                       uint64_t bytes_sent, int upstream_failed);

/* The host answered a request by itself before bh_admit (a body too large, a bad request): only counts it. */
BH_API void bh_account_unasked(bh_gate* gate, const bh_request_info* info, unsigned status,
                               uint64_t bytes_received, uint64_t bytes_sent);

#ifdef __cplusplus
}
#endif

#endif
