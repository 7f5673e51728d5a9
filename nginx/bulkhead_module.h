/* The nginx module, shared by its files. Thin: it translates between nginx and the C ABI, and decides nothing.
 *
 *     config.c    directives, and what nginx -t checks
 *     module.c    the module's table: where its parts hook into nginx
 *     request.c   a request's way: admit, revisit, leave, account
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
  ngx_str_t image; /* bulkhead_image */
  ngx_str_t state; /* bulkhead_state */
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
  unsigned queued : 1;
  unsigned accounted : 1;
} bulkhead_ctx;

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

/* answer.c: sends `answer`; the result is for ngx_http_finalize_request. */
ngx_int_t bulkhead_send(ngx_http_request_t* r, const bh_answer* answer);

/* strip.c */
typedef struct {
  ngx_str_t accept;
  ngx_str_t accept_language;
  ngx_str_t cookie;
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
