#include "bulkhead_module.h"

#include <ngx_channel.h>

/* One worker, one thread: plain statics. */
static bh_gate* gate;
static ngx_event_t tick_event;
static ngx_connection_t tick_connection; /* gives the timer a log */
static ngx_queue_t under_way;
static unsigned ticks_to_open; /* while there is no gate: ticks until the next attempt */

#define BULKHEAD_TICKS_BETWEEN_ATTEMPTS 20 /* a second */

bh_gate* bulkhead_gate(void) { return gate; }

void bulkhead_track(bulkhead_ctx* ctx) {
  ngx_queue_insert_tail(&under_way, &ctx->queue);
  ctx->queued = 1;
}

void bulkhead_untrack(bulkhead_ctx* ctx) {
  if (ctx->queued) {
    ngx_queue_remove(&ctx->queue);
    ctx->queued = 0;
  }
}

/* Cutting one request may end others of its connection, so they are first set aside: whatever ends leaves its queue by
 * itself, and the loop only ever looks at the head. */
static void review(void) {
  ngx_queue_t to_cut;
  ngx_queue_init(&to_cut);

  for (ngx_queue_t* q = ngx_queue_head(&under_way); q != ngx_queue_sentinel(&under_way);) {
    bulkhead_ctx* ctx = ngx_queue_data(q, bulkhead_ctx, queue);
    q = ngx_queue_next(q);
    if (bh_review(gate, ctx->request)) {
      ngx_queue_remove(&ctx->queue);
      ngx_queue_insert_tail(&to_cut, &ctx->queue);
    }
  }
  while (!ngx_queue_empty(&to_cut)) {
    bulkhead_ctx* ctx = ngx_queue_data(ngx_queue_head(&to_cut), bulkhead_ctx, queue);
    ngx_queue_remove(&ctx->queue);
    ngx_queue_insert_tail(&under_way, &ctx->queue);
    ngx_http_request_t* r = ctx->r;
    ngx_connection_t* c = r->connection;
    ngx_http_set_log_request(c->log, r);
    ngx_log_error(NGX_LOG_INFO, c->log, 0, "bulkhead: request cut, its door is closed");
    /* One more hold on the request, as nginx itself takes before it terminates one: letting go of the upstream drops one. */
    r->main->count++;
    ngx_http_finalize_request(r, NGX_ERROR);
    ngx_http_run_posted_requests(c);
  }
}

/* Doors were published: obey at once, also in a worker that nobody asks anything. */
static void wake(ngx_event_t* event) {
  if (gate != NULL && bh_tick(gate)) {
    review();
  }
}

static bulkhead_main_conf* main_conf_of(ngx_cycle_t* cycle) {
  if (cycle->conf_ctx[ngx_http_module.index] == NULL) {
    return NULL; /* no http block */
  }
  bulkhead_main_conf* conf = ngx_http_cycle_get_module_main_conf(cycle, ngx_http_bulkhead_module);
  return conf != NULL && conf->state.len != 0 ? conf : NULL;
}

/* A worker without a gate decides by what its locations declare, and tries again. */
static void open_gate(ngx_cycle_t* cycle) {
  bulkhead_main_conf* conf = main_conf_of(cycle);
  char notice[512];

  ticks_to_open = BULKHEAD_TICKS_BETWEEN_ATTEMPTS;
  bh_gate_options options = {(const char*)conf->state.data, (const char*)conf->image.data};
  gate = bh_gate_open(&options, notice, sizeof(notice));
  if (notice[0] != '\0') {
    ngx_log_error(NGX_LOG_ALERT, cycle->log, 0, "bulkhead: %s", notice);
  }
  if (gate == NULL || bh_wake_fd(gate) < 0) {
    return;
  }
  if (ngx_add_channel_event(cycle, bh_wake_fd(gate), NGX_READ_EVENT, wake) != NGX_OK) {
    ngx_log_error(NGX_LOG_ALERT, cycle->log, 0, "bulkhead: orders are looked for every %d ms only",
                  BH_TICK_MS);
  }
}

static void tick(ngx_event_t* event) {
  if (gate == NULL && --ticks_to_open == 0) {
    open_gate((ngx_cycle_t*)ngx_cycle);
  }
  if (gate != NULL && bh_tick(gate)) {
    review();
  }
  if (!ngx_exiting || !ngx_queue_empty(&under_way)) {
    ngx_add_timer(event, BH_TICK_MS);
  }
}

/* In the master, before workers are made. */
ngx_int_t bulkhead_init_module(ngx_cycle_t* cycle) {
  bulkhead_main_conf* conf = main_conf_of(cycle);
  char error[512];

  if (conf == NULL || ngx_test_config) {
    return NGX_OK;
  }
  ngx_core_conf_t* core = (ngx_core_conf_t*)ngx_get_conf(cycle->conf_ctx, ngx_core_module);
  int64_t uid = -1;
  if (geteuid() == 0 && core->user != (ngx_uid_t)NGX_CONF_UNSET_UINT) {
    uid = (int64_t)core->user;
  }
  unsigned workers = core->master && core->worker_processes > 0 ? (unsigned)core->worker_processes : 1;
  if (bh_prepare_state((const char*)conf->state.data, workers, uid, error, sizeof(error)) != 0) {
    /* Not fatal: the gate decides without counting. */
    ngx_log_error(NGX_LOG_ALERT, cycle->log, 0, "bulkhead: %s", error);
  }
  return NGX_OK;
}

ngx_int_t bulkhead_init_process(ngx_cycle_t* cycle) {
  ngx_queue_init(&under_way);
  if (main_conf_of(cycle) == NULL ||
      (ngx_process != NGX_PROCESS_WORKER && ngx_process != NGX_PROCESS_SINGLE)) {
    return NGX_OK;
  }
  open_gate(cycle);
  tick_connection.fd = (ngx_socket_t)-1;
  tick_event.handler = tick;
  tick_event.data = &tick_connection;
  tick_event.log = cycle->log;
  tick_event.cancelable = 1; /* does not keep a worker alive that is asked to stop */
  ngx_add_timer(&tick_event, BH_TICK_MS);
  return NGX_OK;
}

void bulkhead_exit_process(ngx_cycle_t* cycle) {
  if (gate != NULL) {
    bh_gate_close(gate);
    gate = NULL;
  }
}
