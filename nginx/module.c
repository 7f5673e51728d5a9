#include "bulkhead_module.h"

static ngx_int_t hook_in(ngx_conf_t* cf) {
  ngx_http_core_main_conf_t* core = ngx_http_conf_get_module_main_conf(cf, ngx_http_core_module);

  ngx_http_handler_pt* preaccess = ngx_array_push(&core->phases[NGX_HTTP_PREACCESS_PHASE].handlers);
  ngx_http_handler_pt* log = ngx_array_push(&core->phases[NGX_HTTP_LOG_PHASE].handlers);
  if (preaccess == NULL || log == NULL) {
    return NGX_ERROR;
  }
  /* Not POST_READ: there a dynamic module still sees the address of the proxy before us. */
  *preaccess = bulkhead_preaccess;
  *log = bulkhead_log;
  return bulkhead_init_filters(cf);
}

static ngx_http_module_t context = {
    NULL,                      /* preconfiguration */
    hook_in,                   /* postconfiguration */
    bulkhead_create_main_conf, /* create main configuration */
    bulkhead_init_main_conf,   /* init main configuration */
    NULL,                      /* create server configuration */
    NULL,                      /* merge server configuration */
    bulkhead_create_loc_conf,  /* create location configuration */
    bulkhead_merge_loc_conf,   /* merge location configuration */
};

ngx_module_t ngx_http_bulkhead_module = {
    NGX_MODULE_V1,
    &context,
    bulkhead_commands,
    NGX_HTTP_MODULE,
    NULL,                  /* init master */
    bulkhead_init_module,  /* init module */
    bulkhead_init_process, /* init process */
    NULL,                  /* init thread */
    NULL,                  /* exit thread */
    bulkhead_exit_process, /* exit process */
    NULL,                  /* exit master */
    NGX_MODULE_V1_PADDING,
};
