/* The nginx module, shared by its files. Thin: it translates between nginx and the C ABI, and decides nothing.
 *
 *     config.c    directives, and what nginx -t checks
 *     module.c    the module's table: where its parts hook into nginx
 *     request.c   a request's way: admit, revisit, leave, account
 *     inspect.c   what rules look at: heads and bodies, held until they are judged
 *     answer.c    sends an answer of the gate
 *     strip.c     takes away what clients may not say
 *     worker.c    a worker's life: opening the gate, ticks, cutting requests
 */
#ifndef BULKHEAD_NGINX_MODULE_H
#define BULKHEAD_NGINX_MODULE_H

#include <ngx_config.h>
#include <ngx_core.h>
#include <ngx_http.h>

#include "bulkhead/bulkhead.h"

extern ngx_module_t ngx_http_bulkhead_module;

typedef struct {
  ngx_str_t image;            /* bulkhead_image */
  ngx_str_t state;            /* bulkhead_state */
  ngx_str_t self_test_socket; /* Path of the listener for self-tests, in the state folder; 0-terminated. */
  /* The image as it was when the configuration was read; freed with the configuration. */
  bh_image* checked_image;
} bulkhead_main_conf;

typedef struct {
  ngx_flag_t enabled; /* bulkhead on|off */
  ngx_str_t service;  /* bulkhead_service */
  int open_on_failure;
} bulkhead_loc_conf;

/* One request under way. Lives in the request's pool; found again through a pool cleanup, since internal redirects
 * clear module contexts. */
typedef struct {
  ngx_queue_t queue; /* of the worker, while the request is admitted */
  ngx_http_request_t* r;
  bh_request* request;
  bh_request_info info; /* as it was admitted */
  /* The upstream's answer while it is held. */
  ngx_chain_t* held;
  ngx_chain_t** held_end;
  size_t held_bytes;
  size_t hold_bytes;
  unsigned queued : 1;
  unsigned accounted : 1;
  unsigned asked_rules : 1;
  unsigned asked_response : 1;
  unsigned holding : 1;
  unsigned replaced : 1; /* The gate's own answer goes out in place of the upstream's. */
} bulkhead_ctx;

/* A file of nginx's, mapped for as long as the request lives. */
typedef struct {
  void* begin;
  size_t size;
} bulkhead_mapping;

/* config.c */
extern ngx_command_t bulkhead_commands[];
void* bulkhead_create_main_conf(ngx_conf_t* cf);
char* bulkhead_init_main_conf(ngx_conf_t* cf, void* conf);
void* bulkhead_create_loc_conf(ngx_conf_t* cf);
char* bulkhead_merge_loc_conf(ngx_conf_t* cf, void* parent, void* child);

/* request.c */
ngx_int_t bulkhead_preaccess(ngx_http_request_t* r);
ngx_int_t bulkhead_log(ngx_http_request_t* r);
ngx_int_t bulkhead_init_filters(ngx_conf_t* cf);

/* The context of the request's main request; NULL when it was not admitted. */
bulkhead_ctx* bulkhead_find_context(ngx_http_request_t* r);

/* inspect.c */
/* Asks rules about the request's head and body. NGX_DECLINED: it goes on; NGX_DONE: it was answered, or its body is being read. */
ngx_int_t bulkhead_inspect_request(ngx_http_request_t* r, bulkhead_ctx* ctx);
/* Asks about the answer's head. NGX_OK: it goes on; NGX_AGAIN: it is held; NGX_ERROR: it was replaced, or memory is short. */
ngx_int_t bulkhead_inspect_response_head(ngx_http_request_t* r, bulkhead_ctx* ctx);
/* Holds `in`, and asks when enough is there. NGX_OK: `out` goes on, after the head; NGX_AGAIN: nothing yet; NGX_ERROR as above. */
ngx_int_t bulkhead_inspect_response_body(ngx_http_request_t* r, bulkhead_ctx* ctx, ngx_chain_t* in,
                                         ngx_chain_t** out);
/* Lets the rules of the last phase write their lines; nothing more is inspected. */
void bulkhead_end_inspection(ngx_http_request_t* r, bulkhead_ctx* ctx);

/* True when the request came by the listener for self-tests: no service sees it. */
int bulkhead_is_self_test(ngx_http_request_t* r);

/* answer.c: sends `answer`; the result is for ngx_http_finalize_request. */
ngx_int_t bulkhead_send(ngx_http_request_t* r, const bh_answer* answer);

/* strip.c */
typedef struct {
  ngx_str_t accept;
  ngx_str_t accept_language;
  ngx_str_t cookie;
  ngx_str_t self_test;
} bulkhead_fields;
/* One pass over the header fields of the request: removes those that only a proxy of ours may send, picks out those that
 * the gate looks at. NGX_ERROR when memory is short. */
ngx_int_t bulkhead_strip(ngx_http_request_t* r, bulkhead_fields* fields);

/* worker.c */
ngx_int_t bulkhead_init_module(ngx_cycle_t* cycle);
ngx_int_t bulkhead_init_process(ngx_cycle_t* cycle);
void bulkhead_exit_process(ngx_cycle_t* cycle);
/* The gate of this worker; NULL where the module is not configured. */
bh_gate* bulkhead_gate(void);
/* Requests under way in this worker. */
void bulkhead_track(bulkhead_ctx* ctx);
void bulkhead_untrack(bulkhead_ctx* ctx);

#endif
